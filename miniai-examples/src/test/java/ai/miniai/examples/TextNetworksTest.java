package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.learner.Learner;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextNetworksTest {
  private static final CharacterText TRAIN = CharacterText.madeUp(600, 1);
  private static final CharacterText VALID = CharacterText.madeUp(100, 2);

  private static Stream<Named<Supplier<Module>>> networks() {
    return Stream.of(
        Named.of("LSTM", TextWithLstm.Network::new),
        Named.of("attention", TextWithAttention.Network::new));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void predictsFarBetterThanFrequenciesAndWritesWords(Supplier<Module> network) {
    // WHEN
    Learner learn = TextWithLstm.train(network, TRAIN, VALID, 6);
    String written = TextWithLstm.write(learn, "a cat sees the dog. ", 300);
    // THEN
    double perplexity = TextWithLstm.perplexity(learn);
    assertThat(VALID.perplexityOfFrequencies()).isBetween(15.0, 16.0);
    assertThat(perplexity).isBetween(1.0, 2.2);
    List<String> words = Arrays.asList(TRAIN.text().split("[ .]+"));
    List<String> mine = Arrays.asList(written.split("[ .]+"));
    assertThat(written).startsWith("a cat sees the dog. ").hasSize(320);
    assertThat(mine.stream().filter(words::contains).count()).isGreaterThan(mine.size() / 2);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void doesNotLookAhead(Supplier<Module> network) {
    Module one = network.get();
    Tensor x = Tensor.of(new CharacterText("the cat sees").classes()).unsqueeze(0);
    Tensor y = Tensor.of(new CharacterText("the cat hear").classes()).unsqueeze(0);

    Tensor difference = one.call(x).minus(one.call(y)).abs().max(1).squeeze(0);

    double[] byPlace = difference.toDoubles();
    assertThat(Arrays.copyOf(byPlace, 8)).containsOnly(new double[] {0}, within(1e-6));
    assertThat(byPlace[8]).isGreaterThan(1e-3);
  }
}
