package ai.miniai.parallel;

import ai.miniai.callback.Callback;

/** The same where each parameter is exchanged as soon as its gradient is complete. */
class RanksEndTogetherOverlappingTest extends RanksEndTogetherTest {
  @Override
  Callback[] more() {
    return new Callback[] {new OverlapCB().firstBucketBytes(1).bucketBytes(1)};
  }
}
