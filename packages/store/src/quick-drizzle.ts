import { registerHooks } from 'node:module'

// To be imported before anything that imports Drizzle: a process then starts in about 60 % of the time.
//
// To find the format of a file named .js, Node 24 parses the `exports` of its package.json again, for each file; Drizzle's are
// 130 kB long, and importing it loads more than a hundred files. What its modules import from each other are modules, so there is
// nothing to find out.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const from = context.parentURL
    return from?.includes('/node_modules/drizzle-orm/') && /^\.\.?\/.*\.js$/.test(specifier)
      ? { url: new URL(specifier, from).href, format: 'module', shortCircuit: true }
      : nextResolve(specifier, context)
  },
})
