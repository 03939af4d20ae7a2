import { createServer } from 'node:http';

const products = [
  { id: 1, name: 'Teapot', price: 24 },
  { id: 2, name: 'Cup', price: 6 },
];

createServer((request, response) => {
  const body = request.url === '/health' ? { ok: true } : products;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}).listen(3000);
