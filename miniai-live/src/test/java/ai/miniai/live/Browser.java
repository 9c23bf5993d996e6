package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP over a plain socket, so that every header can be what a test wants. */
final class Browser implements AutoCloseable {
  /** An answer: the status, the headers in lower case, and the body as far as it was read. */
  record Answer(int status, Map<String, String> headers, String body) {}

  /** A server-sent event. */
  record Event(String name, long id, String data) {}

  /** The bytes of an answer that comes in chunks. */
  private static final class Chunks extends InputStream {
    private final InputStream in;
    private int left;

    Chunks(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        left = Integer.parseInt(line(in), 16);
        if (left == 0) {
          return -1;
        }
      }
      int next = in.read();
      if (--left == 0) {
        line(in);
      }
      return next;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int next = read();
      if (next < 0) {
        return -1;
      }
      bytes[from] = (byte) next;
      return 1;
    }
  }

  private final Socket socket;
  private final InputStream in;
  private BufferedReader events = new BufferedReader(Reader.nullReader());

  Browser(String url) throws IOException {
    URI address = URI.create(url);
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends a request and closes the connection after the answer. */
  static Answer get(String url, String path, String... headers) throws IOException {
    return send(url, "GET", path, "", headers);
  }

  static Answer send(String url, String method, String path, String body, String... headers)
      throws IOException {
    try (Browser browser = new Browser(url)) {
      browser.request(url, method, path, body, headers);
      Answer head = browser.head();
      int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
      String text = new String(browser.in.readNBytes(length), UTF_8);
      return new Answer(head.status(), head.headers(), text);
    }
  }

  /** Follows the events of a run; the answer's head has been read. */
  static Browser following(String url, String run, String... headers) throws IOException {
    Browser browser = new Browser(url);
    browser.request(url, "GET", withToken(url, "/runs/" + run + "/events"), "", headers);
    browser.head();
    browser.events = new BufferedReader(new InputStreamReader(new Chunks(browser.in), UTF_8));
    return browser;
  }

  /** {@code path} with the token of {@code url}. */
  static String withToken(String url, String path) {
    return path + (path.contains("?") ? "&" : "?") + URI.create(url).getRawQuery();
  }

  /** A header replaces the usual one of its name. */
  private void request(String url, String method, String path, String body, String... headers)
      throws IOException {
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", URI.create(url).getAuthority());
    if (!body.isEmpty()) {
      all.put("Content-Length", String.valueOf(body.getBytes(UTF_8).length));
    }
    for (String header : headers) {
      all.put(header.substring(0, header.indexOf(':')), header.substring(header.indexOf(':') + 2));
    }
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    socket.getOutputStream().write((text + "\r\n" + body).getBytes(UTF_8));
  }

  private Answer head() throws IOException {
    int status = Integer.parseInt(line(in).split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    return new Answer(status, headers, "");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server has hung up");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /** The next event. */
  Event event() throws IOException {
    String name = "";
    long id = 0;
    List<String> data = new ArrayList<>();
    while (true) {
      String line = events.readLine();
      if (line == null) {
        throw new IOException("the stream has ended");
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = Long.parseLong(line.substring(4));
      } else if (line.startsWith("data: ")) {
        data.add(line.substring(6));
      } else if (line.isEmpty() && !name.isEmpty() && !data.isEmpty()) {
        return new Event(name, id, String.join("\n", data));
      }
    }
  }

  /** The next event of this name. */
  Event event(String name) throws IOException {
    Event next = event();
    while (!next.name().equals(name)) {
      next = event();
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
