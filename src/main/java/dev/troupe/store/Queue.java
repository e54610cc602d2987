package dev.troupe.store;

/** The two queues of S3-FIFO. The other policies use only {@link #MAIN}. */
enum Queue {
    /** Where new entries prove themselves. */
    SMALL,
    MAIN
}
