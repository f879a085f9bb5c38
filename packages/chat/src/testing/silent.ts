import type { Log } from '../context.ts'

export const SILENT: Log = { info() {}, warn() {}, error() {} }
