import { env, window } from 'vscode';

export async function copyText(text: string): Promise<void> {
  await env.clipboard.writeText(text);
  window.setStatusBarMessage('$(check) Copied.', 3_000);
}
