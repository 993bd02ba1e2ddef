/** The sender's fault: what the record has is not what a record must have. Without a trace of calls, for it is an answer and no accident. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
        super(why, null, false, false);
    }
}
