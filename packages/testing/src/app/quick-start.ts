/** For `execArgv` of processes that import the store, as the server and the command import it. */
export const QUICK_START = ['--import', new URL('../../../store/src/quick-drizzle.ts', import.meta.url).href]
