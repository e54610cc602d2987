package dev.troupe.keeper;

import dev.troupe.replication.messages.FromKeeper;
import dev.troupe.replication.messages.ToKeeper;
import dev.troupe.transport.FrameKind;

/** How owners and keepers talk between nodes. */
public final class KeeperFrames {
    /** To the keeper of a node; whoever is recipient. */
    public static final FrameKind<ToKeeper> TO_KEEPER =
            FrameKind.of(3, ToKeeperCodec.MESSAGES::write, ToKeeperCodec.MESSAGES::read);

    /** To the owner of the partition that it names. */
    public static final FrameKind<FromKeeper> FROM_KEEPER =
            FrameKind.of(4, FromKeeperCodec.MESSAGES::write, FromKeeperCodec.MESSAGES::read);

    private KeeperFrames() {}
}
