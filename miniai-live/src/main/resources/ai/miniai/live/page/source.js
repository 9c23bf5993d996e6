/* Where the data comes from: from the page itself (a report), or from the training. */
(function (miniai) {
  'use strict';

  const POLL = 5000;
  const RETRY = 2000;

  /** The data inside the page; null if there is none. */
  async function inside() {
    const data = miniai.byId('data');
    if (!data) {
      return null;
    }
    if (data.type !== 'application/gzip') {
      return JSON.parse(data.textContent);
    }
    const bytes = Uint8Array.from(atob(data.textContent.trim()), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  }

  async function request(path, options) {
    const response = await fetch(path, options);
    if (!response.ok) {
      const failure = new Error((await response.text()).slice(0, 300) || 'status ' + response.status);
      failure.status = response.status;
      throw failure;
    }
    return response;
  }

  const pathOf = (id) => 'runs/' + encodeURIComponent(id);

  /** The bytes of a histogram. */
  async function histogram(id, quantity, layer) {
    const query = new URLSearchParams({ quantity, layer });
    const response = await request(`${pathOf(id)}/histogram?${query}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  function control(id, command) {
    return request(pathOf(id) + '/control', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(command),
    });
  }

  /** Says when the connection is lost and when it is back. */
  class Connection {
    constructor(root) {
      this.root = root;
      this.lost = false;
    }

    fail(status) {
      this.lost = true;
      clearTimeout(this.timer);
      this.root.hidden = false;
      this.root.className = 'lost';
      const text = status === 401 || status === 403
        ? 'The training does not accept this page any more. Open the address that it has printed.'
        : 'Connection lost. The page keeps what it has shown and tries again.';
      if (this.root.textContent !== text) {
        this.root.textContent = text;
      }
    }

    succeed() {
      if (this.lost) {
        this.lost = false;
        this.root.className = 'back';
        this.root.textContent = 'Connected again.';
        this.timer = setTimeout(() => {
          this.root.hidden = true;
        }, 3000);
      }
    }
  }

  /** Follows the runs of a training, or of finished ones, that a server has. */
  class Live {
    constructor(page, connection) {
      Object.assign(this, { page, connection, streams: new Map(), control });
    }

    start() {
      this.poll();
    }

    async poll() {
      try {
        const list = await (await request('runs')).json();
        if (this.streams.size === 0 || !this.connection.lost) {
          this.connection.succeed();
        }
        this.page.setList(list);
        this.follow();
      } catch (failure) {
        this.connection.fail(failure.status);
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.poll(), this.connection.lost ? RETRY : POLL);
    }

    /** Opens what is chosen and not open yet, and closes what is no longer chosen. */
    follow() {
      for (const [id, stream] of this.streams) {
        if (!this.page.chosen.includes(id)) {
          stream.close();
          this.streams.delete(id);
        }
      }
      for (const id of this.page.chosen) {
        const listed = this.page.list.find((one) => one.id === id);
        const over = !listed || !['running', 'paused'].includes(listed.state);
        const known = this.page.runs.get(id);
        if (!over && !this.streams.has(id)) {
          this.open(id);
        } else if (over && (!known || known.info.state !== listed?.state) && !this.streams.has(id)) {
          this.fetch(id);
        }
      }
    }

    /* Of a finished run nothing more comes: a browser has only few connections to a server. */
    async fetch(id) {
      try {
        this.page.setView(await (await request(pathOf(id) + '/view')).json(), histogram);
      } catch (failure) {
        this.connection.fail(failure.status);
      }
    }

    open(id) {
      const stream = new EventSource(pathOf(id) + '/events');
      this.streams.set(id, stream);
      stream.addEventListener('open', () => this.connection.succeed());
      stream.addEventListener('view', (event) => this.page.setView(JSON.parse(event.data), histogram));
      stream.addEventListener('update', (event) => this.page.update(id, JSON.parse(event.data)));
      stream.addEventListener('end', () => this.close(id));
      stream.addEventListener('error', () => {
        this.connection.fail();
        // The browser tries again by itself, unless the server has refused.
        if (stream.readyState === EventSource.CLOSED) {
          this.close(id);
          clearTimeout(this.timer);
          this.timer = setTimeout(() => this.poll(), RETRY);
        }
      });
    }

    close(id) {
      this.streams.get(id)?.close();
      this.streams.delete(id);
    }
  }

  Object.assign(miniai, { inside, Live, Connection });
})((window.miniai = window.miniai || {}));
