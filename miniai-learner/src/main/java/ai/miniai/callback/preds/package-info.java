/** The predictions of a learner for its validation data, also with test-time augmentation. */
@NullMarked
package ai.miniai.callback.preds;

import org.jspecify.annotations.NullMarked;
