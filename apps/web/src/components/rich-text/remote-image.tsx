import { ImageIcon } from 'lucide-react'
import { useState } from 'react'
import { remoteImage } from '../../lib/link-policy.ts'

/** An image elsewhere: nothing is asked of its host before the click. */
export function RemoteImage({ src, alt }: { src: string | undefined; alt: string }) {
  const [wanted, setWanted] = useState(false)
  const image = remoteImage(src)
  if (!image) return <span className="text-muted">{alt}</span>
  if (wanted) return <img src={image.url} alt={alt} referrerPolicy="no-referrer" className="remote-image" />
  return (
    <button type="button" className="image-button" onClick={() => setWanted(true)} title={image.url}>
      <ImageIcon size={15} aria-hidden />
      Load image from {image.host}
      {alt && <span className="text-muted">· {alt}</span>}
    </button>
  )
}
