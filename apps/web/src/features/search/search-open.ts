import { createStore } from '../../lib/store.ts'

/** Whether the search is on the page: the button stands in a drawer that closes, the dialog outlives it. */
export const searchOpen = createStore(false)
