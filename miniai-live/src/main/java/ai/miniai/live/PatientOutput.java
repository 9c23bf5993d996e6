package ai.miniai.live;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Future;

/** Writes to a browser, and hangs up if it takes too long to take it. */
final class PatientOutput extends OutputStream {
  private final HttpExchange exchange;
  private final Workers workers;
  private final OutputStream out;

  PatientOutput(HttpExchange exchange, Workers workers) {
    this.exchange = exchange;
    this.workers = workers;
    out = exchange.getResponseBody();
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void inTime(Writing writing) throws IOException {
    Future<?> hangingUp = workers.hangUpLater(exchange);
    try {
      writing.run();
    } finally {
      hangingUp.cancel(false);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one});
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    inTime(() -> out.write(bytes, from, length));
  }

  @Override
  public void flush() throws IOException {
    inTime(out::flush);
  }
}
