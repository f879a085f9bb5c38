export {
  type Decide,
  FAULT_KINDS,
  type Fault,
  type FaultKind,
  type FaultRates,
  seededFaults,
} from './faults.ts'
export { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './start-fault-proxy.ts'
