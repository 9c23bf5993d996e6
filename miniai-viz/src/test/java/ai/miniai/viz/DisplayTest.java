package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayTest {
  @Test
  void isReachableWhileSomethingListens() throws IOException {
    String name;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      name = "127.0.0.1:" + (server.getLocalPort() - 6000) + ".0";
      assertThat(Display.isReachable(name)).isTrue();
    }
    assertThat(Display.isReachable(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", ":", ":98765", "unix:98765", "127.0.0.1:99999999999"})
  void isNotReachableByANameThatNothingHas(String name) {
    assertThat(Display.isReachable(name)).isFalse();
  }
}
