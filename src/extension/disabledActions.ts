import { CodeAction } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

/**
 * Puts the reason into the entry of an action that cannot apply. The editor shows such entries grey, after *Show
 * Disabled*, by their title alone; the reason it shows only to those who ask for the action by a key.
 */
export const tellWhyDisabled: Required<Pick<Middleware, 'provideCodeActions'>> = {
  provideCodeActions: async (document, range, context, token, next) => {
    const actions = await next(document, range, context, token);
    for (const action of actions ?? []) {
      if (action instanceof CodeAction && action.disabled) {
        action.title = `${action.title} — ${action.disabled.reason}`;
      }
    }
    return actions;
  },
};
