import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { CaseView } from '../../../../modules/casework/contract.ts'
import { dayText } from '../../../ui/words.ts'
import { addressOf } from '../../client.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { Paper } from '../../parts/Paper.tsx'

/** What was decided, with the letters that were made. */
export function Decided({ view }: { view: CaseView }) {
  const [shown, setShown] = useState<CaseView['documents'][number] | null>(null)
  const navigate = useNavigate()
  useKey('n', '办下一件', () => void navigate({ to: '/approval' }))
  return (
    <>
      <EffectNote>
        <b>{view.stateName}</b>
        {view.decidedOn !== null && `，${dayText(view.decidedOn)}决定`}。
      </EffectNote>
      <p className="row">
        {view.documents.map((document) => (
          <Button key={document.documentId} onClick={() => setShown(document)}>
            {document.number}
          </Button>
        ))}
        <Link to="/approval">
          办下一件 <Key name="n" />
        </Link>
      </p>
      <Drawer title={shown?.number} open={shown !== null} onClose={() => setShown(null)} size={720} destroyOnHidden>
        {shown !== null && (
          <Paper
            source={{ address: addressOf('/cases/:id/documents/:documentId', { id: view.caseId, documentId: shown.documentId }) }}
            name={shown.number}
          />
        )}
      </Drawer>
    </>
  )
}
