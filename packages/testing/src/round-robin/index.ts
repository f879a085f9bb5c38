export { type RoundRobin, startRoundRobin } from './start-round-robin.ts'
