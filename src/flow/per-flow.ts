import type { FunctionFlow } from './function-flow.ts';

/** Works something out once for each flow, and keeps it as long as the flow. */
export function perFlow<T extends object>(workOut: (flow: FunctionFlow) => T): (flow: FunctionFlow) => T {
  const known = new WeakMap<FunctionFlow, T>();
  return (flow) => {
    let result = known.get(flow);
    if (result === undefined) {
      result = workOut(flow);
      known.set(flow, result);
    }
    return result;
  };
}
