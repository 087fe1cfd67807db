/** Like `fetch` for a file, but says how much of it is sent; only XMLHttpRequest can. */
export function upload(request: Request, file: File, progress: (bytes: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(request.method, request.url);
    for (const [name, value] of request.headers) sending.setRequestHeader(name, value);
    sending.upload.onprogress = (event) => progress(event.loaded);
    sending.onerror = () => reject(new TypeError("the service was not reached"));
    sending.onload = () => {
      progress(file.size);
      resolve(new Response(sending.responseText, { status: sending.status, headers: headersOf(sending) }));
    };
    sending.send(file);
  });
}

function headersOf(sending: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of sending.getAllResponseHeaders().trim().split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
