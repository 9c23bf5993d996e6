package ai.miniai.data.transform;

import ai.miniai.random.Generator;
import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Changes the images of a batch on the Java heap. All random numbers come from the given generator,
 * so a run with the same seed sees the same images. Random transforms draw separately for each
 * image.
 */
@FunctionalInterface
public interface Transform {
  /**
   * Returns the changed images.
   *
   * @param images may be changed in place and returned: nobody else uses them
   * @param generator the source of random numbers
   * @throws IllegalArgumentException if this transform does not support the shape of the images
   */
  Images apply(Images images, Generator generator);

  /**
   * Applies these transforms one after the other, each to the whole batch; with none, returns the
   * images unchanged.
   */
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
