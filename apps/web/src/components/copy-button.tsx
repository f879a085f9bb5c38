import { Check, Copy, Link } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../lib/copy-text.ts'

const THANKS_MS = 1_600

interface CopyButtonProps {
  text: string
  label: string
  /** The text is an address. */
  isLink?: boolean
}

export function CopyButton({ text, label, isLink = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), THANKS_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : isLink ? Link : Copy
  return (
    <button
      type="button"
      className="quiet-button"
      aria-label={label}
      title={label}
      onClick={() => void copyText(text).then(setCopied)}
    >
      <Icon size={14} aria-hidden />
      <span aria-live="polite">{copied ? 'Copied' : isLink ? 'Link' : 'Copy'}</span>
    </button>
  )
}
