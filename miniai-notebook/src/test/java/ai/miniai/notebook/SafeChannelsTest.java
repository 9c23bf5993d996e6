package ai.miniai.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.LoopThread;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.org.zeromq.SocketType;
import org.rapaio.org.zeromq.ZMQ;

class SafeChannelsTest {
  private static final String HOST = "127.0.0.1";
  private static final int PATIENCE_MILLIS = 1000;
  private static final int ATTEMPTS = 30;

  private static ConnectionProperties freePorts() throws IOException {
    try (ServerSocket a = any();
        ServerSocket b = any();
        ServerSocket c = any();
        ServerSocket d = any();
        ServerSocket e = any()) {
      return new ConnectionProperties(
          a.getLocalPort(),
          b.getLocalPort(),
          "tcp",
          "hmac-sha256",
          c.getLocalPort(),
          d.getLocalPort(),
          HOST,
          e.getLocalPort(),
          "key");
    }
  }

  private static ServerSocket any() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static LoopThread thread(Channels channels, String name)
      throws ReflectiveOperationException {
    Field channel = Channels.class.getDeclaredField(name);
    channel.setAccessible(true);
    Field thread = channel.getType().getDeclaredField("loopThread");
    thread.setAccessible(true);
    return (LoopThread) thread.get(channel.get(channels));
  }

  /**
   * What the heartbeat channel answers: what it was sent, or null. As Jupyter does, a new socket
   * asks again after a second: now and then the first message to a new channel is lost.
   */
  private static @Nullable String echo(ConnectionProperties ports) {
    String answer = null;
    for (int i = 0; i < ATTEMPTS && answer == null; i++) {
      try (ZMQ.Context context = ZMQ.context(1);
          ZMQ.Socket socket = context.socket(SocketType.REQ)) {
        socket.setLinger(0);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.connect(ports.formatAddress(ports.hbPort()));
        socket.send("ping".getBytes(UTF_8));
        answer = socket.recvStr();
      }
    }
    return answer;
  }

  @Test
  void listensThoughItsThreadsEndedAtOnce()
      throws IOException,
          GeneralSecurityException,
          ReflectiveOperationException,
          InterruptedException {
    ConnectionProperties ports = freePorts();
    Channels channels = new Channels(ports);
    channels.connect(new RapaioKernel());
    for (String name : List.of("shell", "control", "heartbeat")) { // as the race leaves them
      thread(channels, name).shutdown();
      thread(channels, name).join();
    }

    SafeChannels.listen(channels);

    assertThat(echo(ports)).isEqualTo("ping");
    assertThat(thread(channels, "shell").isAlive()).isTrue();
    assertThat(thread(channels, "control").isAlive()).isTrue();
    channels.close();
    channels.joinUntilClose();
  }
}
