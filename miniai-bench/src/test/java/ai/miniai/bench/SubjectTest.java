package ai.miniai.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectTest {
  @Test
  void everyNetworkCanBeNamedAndSoCanTheLayers() {
    assertThat(Arrays.stream(Subject.values()).map(Subject::network).flatMap(Optional::stream))
        .containsExactly(Network.values());
    assertThat(Subject.LAYERS.network()).isEmpty();
  }
}
