import { CopyButton } from './copy-button.tsx'

/** Something to be copied as it is, whole. */
export function SecretLine({ label, text }: { label: string; text: string }) {
  return (
    <div className="secret-line">
      <input
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.target.select()}
        spellCheck={false}
      />
      <CopyButton text={text} label={`Copy: ${label}`} />
    </div>
  )
}
