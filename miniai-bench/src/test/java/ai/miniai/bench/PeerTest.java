package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class PeerTest {
  private static final Workload TINY = new Workload(Network.CNN, 4, false);

  private static PeerSettings python(String python) {
    return settings(python, Path.of("../miniai-bench-libtorch"));
  }

  private static PeerSettings settings(String python, Path libtorch) {
    return new PeerSettings(python, libtorch, ImmutableMap.of(), 1);
  }

  private static ChildContender shell(String script) {
    return new ChildContender("shell", new ProcessBuilder("sh", "-c", script));
  }

  /** One that is not there, and one that ends at once. */
  @ParameterizedTest
  @ValueSource(strings = {"/no/such/python", "false"})
  void tellsHowToInstallPyTorch(String python) {
    assertThatThrownBy(() -> Peer.PYTORCH.start(TINY, python(python)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the peer pytorch")
        .hasMessageContaining("sudo apt-get install python3-torch")
        .hasMessageContaining("--python FILE");
  }

  private static void assumePyTorch() throws Exception {
    assumeThat(Path.of("/usr/bin/python3")).exists();
    assumeThat(new ProcessBuilder("/usr/bin/python3", "-c", "import torch").start().waitFor())
        .as("/usr/bin/python3 has no PyTorch")
        .isZero();
  }

  @Test
  void pyTorchRunsAllLayersWhereItIsInstalled() throws Exception {
    assumePyTorch();

    try (ChildContender pytorch = Peer.PYTORCH.startLayers(python("/usr/bin/python3"))) {
      for (LayerCase layer : LayerCase.values()) {
        assertThat(new LayerTurn(pytorch, layer).imagesPerSecond(1)).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void pyTorchTrainsWhereItIsInstalled(Network model) throws Exception {
    assumePyTorch();

    Workload workload = new Workload(model, 4, true);
    try (Contender pytorch = Peer.PYTORCH.start(workload, python("/usr/bin/python3"))) {
      assertThat(pytorch.imagesPerSecond(5)).isPositive();
    }
  }

  private static void assumeLibtorch() {
    assumeThat(Path.of("../miniai-bench-libtorch/target/libtorch.classpath"))
        .as("libtorch was not fetched, ./miniai bench --peers libtorch does it")
        .exists();
  }

  @ParameterizedTest
  @EnumSource
  void libtorchTrainsWhereItWasFetched(Network model) {
    assumeLibtorch();

    try (Contender libtorch = Peer.LIBTORCH.start(new Workload(model, 4, false), python(""))) {
      assertThat(libtorch.imagesPerSecond(5)).isPositive();
      assertThat(libtorch.name()).isEqualTo("libtorch");
    }
  }

  @Test
  void libtorchRunsAllLayersWhereItWasFetched() {
    assumeLibtorch();

    try (ChildContender libtorch = Peer.LIBTORCH.startLayers(python(""))) {
      for (LayerCase layer : LayerCase.values()) {
        assertThat(new LayerTurn(libtorch, layer).imagesPerSecond(1)).isPositive();
      }
    }
  }

  @Test
  void tellsHowToFetchLibtorch() {
    assertThatThrownBy(() -> Peer.LIBTORCH.start(TINY, settings("", Path.of("no-such-folder"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such-folder")
        .hasMessageContaining("./miniai bench --peers libtorch fetches them");
  }

  @Test
  void libtorchRecordsNoStatistics() {
    assertThatThrownBy(() -> Peer.LIBTORCH.start(TINY.stats(true), python("")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("it records no statistics");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dl4jTrains(boolean stats) {
    try (Contender dl4j = Peer.DL4J.start(TINY.stats(stats), python(""))) {
      assertThat(dl4j.imagesPerSecond(1)).isPositive();
      assertThat(dl4j.name()).isEqualTo("dl4j");
    }
  }

  @Test
  void dl4jsLayersAreNotCompared() {
    assertThatThrownBy(() -> Peer.DL4J.startLayers(python("")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only its whole networks");
  }

  @Test
  void aPeerIsToldWhichLayerToRun() {
    try (ChildContender peer =
        shell("echo ready; while read run n layer; do test $layer = gelu && echo img/s $n; done")) {
      assertThat(new LayerTurn(peer, LayerCase.GELU).imagesPerSecond(3)).isEqualTo(3);
    }
  }

  @Test
  void aPeerIsToldWhatToDo() {
    try (Contender peer =
        shell(
            "echo noise; echo ready; while read run n; do echo more noise; echo img/s $n.5; done")) {
      assertThat(peer.imagesPerSecond(20)).isEqualTo(20.5);
      assertThat(peer.imagesPerSecond(3)).isEqualTo(3.5);
    }
  }

  @Test
  void aPeerThatEndsEarlyIsQuoted() {
    assertThatThrownBy(() -> shell("echo out of memory >&2").close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the peer shell ended early: out of memory");
  }

  @Test
  void aPeerThatEndsWhileItTrainsIsQuoted() {
    try (Contender peer = shell("echo ready; read order; echo boom >&2")) {
      assertThatThrownBy(() -> peer.imagesPerSecond(1)).hasMessageEndingWith("ended early: boom");
    }
  }
}
