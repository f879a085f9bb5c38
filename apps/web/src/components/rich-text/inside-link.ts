import { createContext } from 'react'

/** Whether this part of a text is a link already: a link holds no other. */
export const InsideLink = createContext(false)
