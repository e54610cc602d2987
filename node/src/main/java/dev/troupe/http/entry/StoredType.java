package dev.troupe.http.entry;

import dev.troupe.api.PutOptions;
import dev.troupe.http.message.ProblemType;
import dev.troupe.http.message.Refused;
import dev.troupe.http.message.RequestHead;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.RequestEntity;

/** The media type that is stored with a value and handed back with it. */
final class StoredType {
    private static final int LONGEST = 255;

    private StoredType() {}

    /**
     * The type to store.
     *
     * @throws Refused with {@link ProblemType#BAD_CONTENT_TYPE} if it cannot be read or has over 255 characters
     */
    static String of(RequestHead head, RequestEntity entity) {
        ContentType type = entity.getContentType();
        if (head.isContentTypeIllegal()) {
            throw new Refused(ProblemType.BAD_CONTENT_TYPE, "the content type cannot be read");
        }
        if (type.equals(ContentTypes.APPLICATION_OCTET_STREAM) || type.equals(ContentTypes.NO_CONTENT_TYPE)) {
            return PutOptions.OCTETS;
        }
        String text = type.toString();
        if (text.length() > LONGEST || !text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new Refused(
                    ProblemType.BAD_CONTENT_TYPE,
                    "a content type has at most " + LONGEST + " printable ASCII characters");
        }
        return text;
    }

    /** A stored type as the reply needs it; one that this front end cannot write is told as octets. */
    static ContentType parse(String stored) {
        if (stored.equals(PutOptions.OCTETS)) {
            return ContentTypes.APPLICATION_OCTET_STREAM;
        }
        try {
            return ContentTypes.parse(stored);
        } catch (IllegalArgumentException foreign) {
            return ContentTypes.APPLICATION_OCTET_STREAM;
        }
    }
}
