package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.Predictions;
import org.junit.jupiter.api.Test;

class UNetAutoencoderTest {
  @Test
  void mostOfTheNoiseIsRemoved() {
    Dataset images = FashionMnist.load().train();

    Predictions cleaned =
        UNetAutoencoder.run(images.subset(0, 1024), images.subset(1024, 1280), 32, 2);

    assertThat(cleaned.preds().shape()).containsExactly(256, 1, 28, 28);
    assertThat(UNetAutoencoder.gain(cleaned)).isGreaterThan(4);
  }
}
