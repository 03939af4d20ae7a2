import { window, type Terminal } from 'vscode';
import { systemClock } from '../environment';

/** Resolves once a new terminal's shell reads: what is typed before that stands there twice. Not every shell tells. */
export async function shellPrompt(terminal: Terminal): Promise<void> {
  const reads = new AbortController();
  const listening = window.onDidChangeTerminalShellIntegration((event) => {
    if (event.terminal === terminal) reads.abort();
  });
  if (!terminal.shellIntegration) await systemClock.wait(LONGEST_START, reads.signal);
  listening.dispose();
}

/** Milliseconds. */
const LONGEST_START = 3000;
