import { ImageIcon } from 'lucide-react'
import { useContext } from 'react'
import { remoteImage } from '../../lib/link-policy.ts'
import { InsideLink } from './inside-link.ts'

/** An image elsewhere: a link to it, in a tab of its own. The page itself never asks its host for anything. */
export function RemoteImage({ src, alt }: { src: string | undefined; alt: string }) {
  const image = remoteImage(src)
  const isLabel = useContext(InsideLink)
  if (!image || isLabel) return <span className="text-muted">{alt || image?.host}</span>
  return (
    <a href={image.url} target="_blank" rel="noopener noreferrer" className="image-link" title={image.url}>
      <ImageIcon size={15} aria-hidden />
      Open image at {image.host}
      {alt && <span className="text-muted">· {alt}</span>}
    </a>
  )
}
