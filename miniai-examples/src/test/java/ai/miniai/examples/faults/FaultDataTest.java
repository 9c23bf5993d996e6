package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.tensor.HostArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultDataTest {
  private static FashionMnist images;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    images = FashionMnist.load();
  }

  /** The data of a program with other data, loss and number of outputs. */
  private FaultData read(String data, String loss, int outputs) throws IOException {
    String json =
        SmallCase.LINE
            .replaceFirst("(?s)\"data\": \\{.*?}", "\"data\": " + data)
            .replace("\"mse\"", "\"" + loss + "\"")
            .replace("\"dense\": 1,", "\"dense\": " + outputs + ",");
    Files.writeString(folder.resolve(FaultCase.FILE), json);
    FaultProgram program = FaultCase.read(folder, field -> {}).faulty();
    return FaultData.read(program, folder, () -> images);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static HostArray target(Dataset items, int index) {
    return items.get(index).arrays().get(1);
  }

  private static HostArray row(float... values) {
    return new HostArray.Floats(values, values.length);
  }

  private static final String CLASSES =
      """
      {"source": "csv", "train": "a.csv", "valid": "b.csv", "features": 4, "classes": 3,
       "target": "class index", "shape": [1, 2, 2]}""";

  @Test
  void theColumnAfterTheInputsIsTheClass() throws IOException {
    write("a.csv", "1,2,3,4,2\n5,6,7,8,0\n");
    write("b.csv", "1,2,3,4,1\n");

    FaultData rows = read(CLASSES, "categorical_crossentropy", 3);

    assertThat(rows.train().size()).isEqualTo(2);
    assertThat(rows.train().get(0).arrays().get(0))
        .isEqualTo(new HostArray.Floats(new float[] {1, 2, 3, 4}, 1, 2, 2));
    assertThat(target(rows.train(), 0)).isEqualTo(row(0, 0, 1));
    assertThat(rows.validClasses().asList()).containsExactly(1L);
    assertThat(target(read(CLASSES, "sparse_categorical_crossentropy", 3).train(), 0))
        .isEqualTo(new HostArray.Longs(new long[] {2}));
    assertThat(target(read(CLASSES, "mse", 1).train(), 0)).isEqualTo(row(2));
  }

  @Test
  void aClassThatDoesNotExistIsRefused() throws IOException {
    write("a.csv", "1,2,3,4,2\n1,2,3,4,3\n");
    write("b.csv", "1,2,3,4,1\n");

    assertThatThrownBy(() -> read(CLASSES, "mse", 3))
        .hasMessageContaining("a.csv, line 2: expected the index of one of 3 classes")
        .hasMessageContaining("got 3.0");
  }

  @Test
  void severalTargetsAreARow() throws IOException {
    write("a.csv", "1,2,3\n");

    FaultData rows =
        read(
            """
            {"source": "csv", "train": "a.csv", "valid": "a.csv", "features": 1, "targets": 2}""",
            "mse",
            2);

    assertThat(target(rows.train(), 0)).isEqualTo(row(2, 3));
    assertThat(rows.validClasses().isEmpty()).isTrue();
    assertThat(rows.inputShape().asList()).containsExactly(1L);
  }

  private static String clothes(String labels) {
    return """
        {"source": "fashion-mnist", "seed": 1, "train": 20, "valid": 10, "only_classes": 3,
         "scale": "unit", "valid_scale": "bytes", "labels": "%s", "shape": [1, 28, 28]}"""
        .formatted(labels);
  }

  @Test
  void theFirstImagesOfSomeClassesAreTaken() throws IOException {
    FaultData clothes = read(clothes("index"), "sparse_categorical_crossentropy", 3);

    assertThat(clothes.train().size()).isEqualTo(20);
    assertThat(clothes.valid().size()).isEqualTo(10);
    assertThat(clothes.validClasses().asList()).allMatch(label -> label < 3);
    assertThat(labels(clothes.train()))
        .containsExactlyElementsOf(
            labels(images.train().subset(0, 1000)).stream()
                .filter(label -> label < 3)
                .limit(20)
                .toList());
    assertThat(largest(clothes.train())).isEqualTo(1);
    assertThat(largest(clothes.valid())).isEqualTo(255);
  }

  private static List<Long> labels(Dataset items) {
    return IntStream.range(0, items.size()).mapToObj(i -> items.get(i).label()).toList();
  }

  private static double largest(Dataset items) {
    return IntStream.range(0, items.size())
        .mapToObj(i -> ((HostArray.Floats) items.get(i).arrays().get(0)).values())
        .flatMapToDouble(pixels -> IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]))
        .max()
        .orElseThrow();
  }

  @Test
  void labelsTakeTheirForm() throws IOException {
    int label = (int) read(clothes("index"), "mse", 3).train().get(0).label();
    float[] oneHot = new float[3];
    oneHot[label] = 1;

    assertThat(target(read(clothes("onehot"), "mse", 3).train(), 0)).isEqualTo(row(oneHot));
    assertThat(target(read(clothes("index_as_float"), "mse", 1).train(), 0)).isEqualTo(row(label));
  }

  @Test
  void dividedLabelsAreZeroInTrainingOnly() throws IOException {
    FaultData clothes = read(clothes("index_divided_by_255"), "sparse_categorical_crossentropy", 3);

    assertThat(labels(clothes.train())).containsOnly(0L);
    assertThat(labels(clothes.valid())).containsExactlyElementsOf(clothes.validClasses().asList());
  }

  private static final String SMOOTH =
      """
      {"source": "fashion-mnist", "train": 2, "valid": 1, "scale": "bytes", "targets": 2,
       "labels": "smooth_targets", "targets_train": "a.csv", "targets_valid": "b.csv"}""";

  @Test
  void smoothTargetsComeFromFiles() throws IOException {
    write("a.csv", "0.5,1\n2,3\n");
    write("b.csv", "4,5\n");

    FaultData clothes = read(SMOOTH, "mse", 2);

    assertThat(target(clothes.train(), 1)).isEqualTo(row(2, 3));
    assertThat(target(clothes.valid(), 0)).isEqualTo(row(4, 5));
    assertThat(clothes.validClasses().isEmpty()).isTrue();
    assertThat(clothes.inputShape().asList()).isEqualTo(Collections.singletonList(784L));
    assertThat(largest(clothes.train())).isEqualTo(255);
  }

  @Test
  void eachImageNeedsItsTargets() throws IOException {
    write("a.csv", "0.5,1\n");
    write("b.csv", "4,5\n");

    assertThatThrownBy(() -> read(SMOOTH, "mse", 2))
        .hasMessageContaining("a.csv has 1 rows for 2 images");
  }
}
