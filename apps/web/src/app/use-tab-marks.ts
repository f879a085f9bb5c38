import { useEffect } from 'react'
import { useInView } from '../lib/use-in-view.ts'

interface TabMarks {
  title: string | null
  /** How many chats have rows that nobody has seen. */
  unread: number
  /** An answer of the shown chat is being written. */
  running: boolean
}

/** What the browser shows of this tab beside others: title and icon. */
export function useTabMarks({ title, unread, running }: TabMarks): void {
  const inView = useInView()
  const name = title ? `${title} – The Duck` : 'The Duck'
  const words = unread === 0 ? name : `(${unread}) ${name}`
  const icon = iconOf(unread > 0, running && !inView)
  useEffect(() => {
    document.title = words
  }, [words])
  useEffect(() => {
    // The page policy allows no data: URLs, so each state is a file.
    document.querySelector('link[rel="icon"]')?.setAttribute('href', icon)
  }, [icon])
}

function iconOf(unread: boolean, running: boolean): string {
  return `/duck${running ? '-running' : ''}${unread ? '-unread' : ''}.svg`
}
