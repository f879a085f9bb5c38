import type { Me } from '@duck/protocol'
import type { ReactNode } from 'react'

export interface SectionProps {
  me: Me
  onSignUp: () => void
}

interface SectionFrameProps {
  title: string
  words?: ReactNode
  children?: ReactNode
}

export function Section({ title, words, children }: SectionFrameProps) {
  return (
    <section className="mb-9 last:mb-2">
      <h3 className="font-serif text-lg">{title}</h3>
      {words && <p className="mt-0.5 max-w-[56ch] text-sm text-muted">{words}</p>}
      {children && <div className="mt-3.5 max-w-[34rem]">{children}</div>}
    </section>
  )
}
