package ai.miniai.examples;

import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.transform.Normalize;
import ai.miniai.data.transform.RandomCrop;
import ai.miniai.data.transform.RandomHorizontalFlip;
import ai.miniai.data.transform.Transform;
import java.util.List;

/** The preprocessing of the images. */
enum RecipeInput {
  /** Pixels in [0, 1]. */
  RAW(List.of(), List.of()),

  /** (x − 0.28) / 0.35, which gives mean 0 and standard deviation 1 approximately. */
  NORMALIZED(List.of(normalize()), List.of(normalize())),

  /** Normalised, and in training randomly shifted by up to one pixel and randomly flipped. */
  AUGMENTED(
      List.of(normalize(), new RandomCrop(28, 1), new RandomHorizontalFlip()),
      List.of(normalize()));

  private final List<Transform> training;
  private final List<Transform> evaluating;

  RecipeInput(List<Transform> training, List<Transform> evaluating) {
    this.training = training;
    this.evaluating = evaluating;
  }

  private static Transform normalize() {
    return new Normalize(0.28, 0.35);
  }

  /** Loaders like those of {@link DataLoaders#of}, with the transforms. */
  DataLoaders loaders(Dataset train, Dataset valid, int batchSize) {
    return new DataLoaders(
        DataLoader.of(train, batchSize).shuffle(true).transform(array(training)),
        DataLoader.of(valid, 2 * batchSize).transform(array(evaluating)));
  }

  private static Transform[] array(List<Transform> transforms) {
    return transforms.toArray(new Transform[0]);
  }
}
