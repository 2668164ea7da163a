import {
  pageBridgeAddress,
  pageBridgeToken,
  type PageAnswer,
  type PageRequestName,
  type PageRequests,
} from './pageBridge.ts';

export interface Page {
  /** @throws Error with the reason when the page could not do it. */
  ask<Name extends PageRequestName>(
    name: Name,
    body: PageRequests[Name]['ask'],
  ): Promise<PageRequests[Name]['answer']>;
}

/**
 * For tests in the extension host: the page, or undefined on the desktop, which has none.
 * @param number of the window, as `openWindow` tells it; 0 is the one that runs the tests.
 */
export function pageFrom(env: Readonly<Record<string, string | undefined>>, number = 0): Page | undefined {
  const address = env[pageBridgeAddress];
  const token = env[pageBridgeToken];
  if (address === undefined || token === undefined) return undefined;
  return {
    async ask(name, body) {
      const response = await fetch(`${address}/${name}?window=${number}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      // The other end is our own program and guards itself with a token.
      const answer = (await response.json()) as PageAnswer<typeof name>;
      if (!answer.ok) throw new Error(`The page could not do "${name}": ${answer.error}`);
      return answer.value;
    },
  };
}
