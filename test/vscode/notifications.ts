import { commands } from 'vscode';
import { until } from '../support/scenario.ts';
import type { Page } from '../support/vscodeHost/pageBridgeClient.ts';

/**
 * Waits for a message of the workbench. Tests see none by itself, so the list of them is opened.
 * @returns a selector of the message, for example to click its buttons.
 */
export async function notification(page: Page | undefined, text: string): Promise<string> {
  const selector = `.notifications-center .notification-list-item:has-text("${text}")`;
  await until(`the notification "${text}"`, async () => {
    await commands.executeCommand('notifications.showList');
    return (await page?.ask('count', { selector })) === 0 ? undefined : true;
  });
  return selector;
}
