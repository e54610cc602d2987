package dev.troupe.http.body;

import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * The body of one reply in pieces, which says when it is through with it: sent or cut off. To be run once. Pieces are
 * copies, so that the last one, which may wait in the connection for long, does not keep the whole body in memory.
 */
final class ReplyBytes extends GraphStage<SourceShape<ByteString>> {
    /** A few of these per connection wait below this source, unaccounted. */
    static final int PIECE_BYTES = 16 * 1024;

    private final Outlet<ByteString> out = Outlet.create("ReplyBytes.out");
    private final SourceShape<ByteString> shape = SourceShape.of(out);
    private final Runnable done;
    private ByteString rest;

    /**
     * A body.
     *
     * @param done run once, when the body is no longer held
     */
    ReplyBytes(ByteString body, Runnable done) {
        this.rest = body;
        this.done = done;
    }

    @Override
    public SourceShape<ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic {
        Logic() {
            super(shape);
            setHandler(out, new Pieces());
        }

        @Override
        public void postStop() {
            rest = ByteString.emptyByteString();
            done.run();
        }

        private final class Pieces extends AbstractOutHandler {
            @Override
            public void onPull() {
                push(out, rest.take(PIECE_BYTES).compact());
                rest = rest.drop(PIECE_BYTES);
                if (rest.isEmpty()) {
                    complete(out);
                }
            }
        }
    }
}
