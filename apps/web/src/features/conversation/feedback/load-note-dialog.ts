export const loadNoteDialog = () =>
  import('./note-dialog.tsx').then((module) => ({ default: module.NoteDialog }))
