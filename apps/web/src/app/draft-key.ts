/** Where the draft of a chat is kept that has not begun. */
export const NEW_DRAFT = 'new'
