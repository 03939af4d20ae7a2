import { onFileInspection } from './fileInspection';
import { onRegistryInspection } from './registryInspection';
import type { Server } from './serving';

/** Our own requests for what runs. */
export function onInspectionRequests(server: Server): void {
  onFileInspection(server);
  onRegistryInspection(server);
}
