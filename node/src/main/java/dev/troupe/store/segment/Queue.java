package dev.troupe.store.segment;

/** The two queues of S3-FIFO. The other policies use only {@link #MAIN}. */
public enum Queue {
    /** Where new entries prove themselves. */
    SMALL,
    MAIN
}
