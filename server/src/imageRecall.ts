import type { Server } from './serving';
import { forgetFindings } from './session';

/** Looks up in memory what rules have asked about images, and shows findings anew where more is known; nobody is asked. */
export async function recallImages(server: Server): Promise<void> {
  const { session, registries, connection } = server;
  try {
    if (!(await session.images.lookUp(registries.recallImages))) return;
    forgetFindings(session);
    await server.showChanges();
  } catch (error) {
    connection.console.info(`What is remembered of images is not shown: ${String(error)}`);
  }
}

/** The same of everything, when registries have answered and been quiet for a moment: one answer seldom comes alone. */
export function createRecallSoon(server: () => Server, milliseconds = 100): () => void {
  let timer: NodeJS.Timeout | null = null;
  const recall = (): void => {
    timer = null;
    server().session.images.doubt();
    void recallImages(server());
  };
  return () => {
    timer = timer?.refresh() ?? setTimeout(recall, milliseconds).unref();
  };
}
