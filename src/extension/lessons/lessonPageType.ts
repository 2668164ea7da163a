/** The webview type of lesson pages; package.json activates the extension for it. */
export const lessonPageType = 'itlab.lesson';
