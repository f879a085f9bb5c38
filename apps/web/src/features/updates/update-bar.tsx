import { useNewerBuild } from './use-newer-build.ts'

/** Offers a newer version of the page. It never reloads by itself: somebody may be in the middle of a sentence. */
export function UpdateBar() {
  const isNewer = useNewerBuild()
  return (
    <div role="status">
      {isNewer && (
        <div className="update-bar fade-in">
          <span>A new version is ready.</span>
          <button type="button" className="text-button" onClick={() => location.reload()}>
            Reload
          </button>
        </div>
      )}
    </div>
  )
}
