import { declaredOrder, reversedOrder, type OrderSeed } from './runEvents.ts';

/** An order of tests as the end of a sentence, in the English of what a run says everywhere. */
export function orderText(seed: OrderSeed): string {
  if (seed === declaredOrder) return 'in the order they are written in';
  return seed === reversedOrder ? 'in reversed order' : `in the shuffled order ${seed}`;
}
