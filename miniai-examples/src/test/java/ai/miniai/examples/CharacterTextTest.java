package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.miniai.data.Sample;
import org.junit.jupiter.api.Test;

class CharacterTextTest {
  private static final String SINGULAR =
      "(the|a) (small |old |quick )?(cat|dog|horse|bird) (that .+ )?(see|hear|follow|like)s .+";
  private static final String PLURAL =
      "(the|two) (small |old |quick )?(cat|dog|horse|bird)s (that .+ )?(see|hear|follow|like) .+";

  @Test
  void aTargetIsTheInputOneCharacterLater() {
    var windows = new CharacterText("abcab a.").windows(3);

    assertThat(windows.size()).isEqualTo(2);
    assertThat(windows.get(0)).isEqualTo(Sample.tuple(new long[] {2, 3, 4}, new long[] {3, 4, 2}));
    assertThat(windows.get(1)).isEqualTo(Sample.tuple(new long[] {2, 3, 0}, new long[] {3, 0, 2}));
  }

  @Test
  void equallyFrequentCharactersAreAsHardToPredictAsTheyAreMany() {
    assertThat(new CharacterText("abcabc").perplexityOfFrequencies()).isCloseTo(3, within(1e-9));
    assertThat(new CharacterText("aaa").perplexityOfFrequencies()).isEqualTo(1);
    assertThat(new CharacterText("aaab").perplexityOfFrequencies())
        .isCloseTo(Math.pow(0.75, -0.75) * Math.pow(0.25, -0.25), within(1e-9));
  }

  @Test
  void verbsAgreeWithTheirSubjects() {
    String[] sentences = CharacterText.madeUp(200, 1).text().split("(?<=\\.) ", -1);

    assertThat(sentences).hasSize(200).allMatch(one -> one.endsWith("."));
    assertThat(sentences).allMatch(one -> one.matches(SINGULAR) || one.matches(PLURAL));
    assertThat(sentences).anyMatch(one -> one.matches(SINGULAR) && one.contains(" that "));
    assertThat(sentences).anyMatch(one -> one.matches(PLURAL) && one.contains(" that "));
  }

  @Test
  void otherCharactersAreRefused() {
    assertThatThrownBy(() -> new CharacterText("Cat"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"Cat\"");
  }
}
