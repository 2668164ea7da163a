import { declaredOrder, reversedOrder, type OrderSeed } from '../protocol/runEvents.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** An order of tests as the end of a sentence. */
export function inOrder(seed: OrderSeed, strings: Strings): string {
  if (seed === declaredOrder) return strings.inDeclaredOrder;
  return seed === reversedOrder ? strings.inReversedOrder : fill(strings.inShuffledOrder, seed);
}
