interface SearchScopeProps {
  /** In the chat that is shown; else in all. */
  here: boolean
  onChange: (here: boolean) => void
}

/** Where is looked. */
export function SearchScope({ here, onChange }: SearchScopeProps) {
  return (
    <fieldset className="search-scope">
      <legend className="sr-only">Where</legend>
      <label>
        <input
          type="radio"
          name="search-scope"
          className="sr-only"
          checked={!here}
          onChange={() => onChange(false)}
        />
        All chats
      </label>
      <label>
        <input
          type="radio"
          name="search-scope"
          className="sr-only"
          checked={here}
          onChange={() => onChange(true)}
        />
        This chat
      </label>
    </fieldset>
  )
}
