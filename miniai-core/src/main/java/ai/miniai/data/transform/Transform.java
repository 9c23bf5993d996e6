package ai.miniai.data.transform;

import ai.miniai.random.Generator;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Changes the images of a batch on the Java heap. All chance comes from the generator that is
 * handed in, so that a run with the same seed sees the same images; each image is drawn for by
 * itself.
 */
@FunctionalInterface
public interface Transform {
  /**
   * The changed images.
   *
   * @param images may be changed in place and handed back: nobody else needs them
   * @param generator where random numbers come from
   * @throws IllegalArgumentException if the images have a shape that this transform cannot take
   */
  Images apply(Images images, Generator generator);

  /** These transforms one after the other, each on the whole batch; with none, no change. */
  static Transform compose(Transform... transforms) {
    List<Transform> row = ImmutableList.copyOf(transforms);
    return (images, generator) -> {
      Images changed = images;
      for (Transform transform : row) {
        changed = transform.apply(changed, generator);
      }
      return changed;
    };
  }
}
