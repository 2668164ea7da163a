import { SnippetString, SnippetTextEdit, TextEdit, type WorkspaceEditEntryMetadata } from 'vscode';
import {
  CodeActionResolveRequest,
  SnippetTextEdit as SentSnippet,
  TextDocumentEdit,
  type LanguageClient,
  type Middleware,
} from 'vscode-languageclient/node';

/**
 * Has the editor insert snippets of actions as they are. By itself it indents their further lines like the line each
 * begins in, but only some of them: text that follows on text it leaves alone, so what stands in front of the first
 * tab stop of a second edit stays without. The client does not pass on
 * that they shall stay as they are, hence they are made here.
 */
export function insertSnippetsAsTheyAre(
  client: () => LanguageClient,
): Required<Pick<Middleware, 'resolveCodeAction'>> {
  return {
    resolveCodeAction: async (item, token) => {
      const { code2ProtocolConverter: toProtocol, protocol2CodeConverter: toCode } = client();
      const { type } = CodeActionResolveRequest;
      let answer;
      try {
        answer = await client().sendRequest(type, toProtocol.asCodeActionSync(item), token);
      } catch (error) {
        return client().handleFailedRequest(
          type,
          token,
          error instanceof Error ? error : new Error(String(error)),
          item,
        );
      }
      if (token.isCancellationRequested) return item;
      const { changeAnnotations, documentChanges = [] } = answer.edit ?? {};
      const withSnippets = documentChanges
        .filter((change) => TextDocumentEdit.is(change))
        .filter(({ edits }) => edits.some((edit) => SentSnippet.is(edit)));
      if (withSnippets.length === 0) return toCode.asCodeAction(answer, token);
      const others = documentChanges.filter((change) => !withSnippets.some((one) => one === change));
      const action = await toCode.asCodeAction(
        { ...answer, edit: { ...answer.edit, documentChanges: others } },
        token,
      );
      for (const change of withSnippets) {
        action?.edit?.set(
          toCode.asUri(change.textDocument.uri),
          change.edits.map((edit) => {
            const id = 'annotationId' in edit ? edit.annotationId : undefined;
            const about = id === undefined ? undefined : changeAnnotations?.[id];
            const range = toCode.asRange(edit.range);
            return [
              SentSnippet.is(edit)
                ? Object.assign(new SnippetTextEdit(range, new SnippetString(edit.snippet.value)), {
                    keepWhitespace: true,
                  })
                : new TextEdit(range, edit.newText),
              about && { needsConfirmation: false, ...about },
            ] satisfies [SnippetTextEdit | TextEdit, WorkspaceEditEntryMetadata | undefined];
          }),
        );
      }
      return action;
    },
  };
}
