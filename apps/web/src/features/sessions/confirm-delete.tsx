import { Modal } from '../../components/modal.tsx'

interface ConfirmDeleteProps {
  title: string
  onClose: () => void
  onConfirm: () => void
}

export function ConfirmDelete({ title, onClose, onConfirm }: ConfirmDeleteProps) {
  return (
    <Modal label="Delete this chat?" onClose={onClose} className="dialog">
      <h2 className="font-serif text-xl">Delete this chat?</h2>
      <p className="mt-2 text-muted">
        “<span className="text-ink">{title}</span>” and all its messages disappear from every device.
      </p>
      <div className="mt-6 flex justify-end gap-2">
        <button type="button" className="plain-button" onClick={onClose}>
          Keep
        </button>
        <button
          type="button"
          className="alarm-button"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          Delete chat
        </button>
      </div>
    </Modal>
  )
}
