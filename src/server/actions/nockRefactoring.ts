import { holdsComment } from '../analysis/comments.ts';
import { chainAt, holdsFunction, interceptorAt, nockCalls } from '../analysis/nockChains.ts';
import type { NockChain, NockInterceptor } from '../analysis/nockChains.ts';
import type { Span } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { impossible, possible, withTabStops } from '../edits/textChange.ts';
import type { Edit, TabStop } from '../edits/textChange.ts';
import type { Action } from './action.ts';

/** A refactoring of files that use nock; elsewhere it is not listed. */
export function nockRefactoring(definition: {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  /** Where in such a file it is listed; everywhere, with the reason, when this is left out. */
  readonly isListed?: (file: TestFile, selection: Span) => boolean;
  readonly edit: (file: TestFile, selection: Span) => Edit;
}): Action {
  const { id, title, kind, isListed, edit } = definition;
  return {
    id,
    title,
    kind,
    rule: undefined,
    offers(file, selection) {
      if (nockCalls(file).length === 0 || isListed?.(file, selection) === false) return [];
      return [
        {
          title,
          key: `${id}:${selection.start}`,
          preferred: false,
          finding: undefined,
          edit: () =>
            file.broken
              ? impossible('The file has syntax errors. Repair them first.')
              : edit(file, selection),
        },
      ];
    },
  };
}

export type Chosen =
  | { readonly chain: NockChain; readonly interceptor: NockInterceptor }
  | { readonly reason: string };

/** What the cursor is on. */
export function chosenInterceptor(file: TestFile, selection: Span): Chosen {
  const chain = chainAt(file, selection);
  if (chain === undefined) return { reason: 'Put the cursor on an interceptor: `nock(…).get(…).reply(…)`.' };
  const interceptor = interceptorAt(chain, selection);
  if (interceptor === undefined) {
    return {
      reason:
        chain.interceptors.length === 0
          ? 'The scope has no request yet, such as `.get(…)`.'
          : 'The scope has several requests. Put the cursor on one of them.',
    };
  }
  return { chain, interceptor };
}

/** Lets an interceptor answer something else. `reply` is a call such as `reply(503)`. */
export function replaceReply(
  file: TestFile,
  interceptor: NockInterceptor,
  reply: string,
  stops: readonly TabStop[],
): Edit {
  const behind = interceptor.modifiers.at(-1)?.call ?? interceptor.verb;
  const known = interceptor.reply;
  if (known === undefined) {
    return possible([withTabStops({ start: behind.end, end: behind.end, text: `.${reply}` }, stops)]);
  }
  const { call, name } = known;
  const replaced = { start: call.callee.end - name.length, end: call.end };
  if (call.args.some(holdsFunction)) {
    return impossible('A function makes the answer here. Change it there, so that nothing it does is lost.');
  }
  if (holdsComment(file, replaced)) {
    return impossible('There is a comment in the answer, which would be lost.');
  }
  if (file.text.slice(replaced.start, replaced.end) === reply) {
    return impossible('The interceptor answers this already.');
  }
  return possible([withTabStops({ ...replaced, text: reply }, stops)]);
}

/** An error with a code, as the system makes them. */
export function systemError(file: TestFile, message: string, code: string): string {
  const { quote } = file.style;
  return `Object.assign(new Error(${quote}${message}${quote}), { code: ${quote}${code}${quote} })`;
}
