import { l10n, window } from 'vscode';
import { declaredOrder, reversedOrder, type OrderSeed } from '../../protocol/runEvents.ts';

/** The order that is meant: as given, else asked for. Undefined when the question is left. */
export async function pickOrder(given?: number): Promise<OrderSeed | undefined> {
  if (given !== undefined && isOrder(given)) return given;
  const answer = await window.showInputBox({
    title: l10n.t('Run in order…'),
    prompt: l10n.t(
      '{0} as written, {1} reversed, any number above 0 the shuffle of that seed.',
      declaredOrder,
      reversedOrder,
    ),
    value: String(reversedOrder),
    validateInput: (text) =>
      isOrder(orderOf(text)) ? null : l10n.t('Enter a whole number, {0} or above.', reversedOrder),
  });
  return answer === undefined ? undefined : orderOf(answer);
}

function orderOf(text: string): number {
  return /^\s*-?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

/** A seed is kept in 32 bits. */
function isOrder(seed: number): boolean {
  return Number.isInteger(seed) && seed >= reversedOrder && seed < 2 ** 32;
}
